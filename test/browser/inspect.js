// Runs inside the page, put there by browser.ts before the page's own scripts. Plain JavaScript: the type check knows no document.

/** Elements that reach beyond the window's right edge; nothing may scroll sideways. */
const overflowing = () => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll('body *')].filter((element) => {
    const { right, width: own } = element.getBoundingClientRect();
    return own > 1 && right > width + 0.5;
  });
  const scrolls = document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
  return [...scrolls, ...wide.map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`)];
};

const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
/** Any CSS colour painted over an opaque one. */
const paint = (under, colour) => {
  canvas.fillStyle = `rgb(${under.join(' ')})`;
  canvas.fillRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
};
const behind = (element) => {
  const under = element.parentElement === null ? [255, 255, 255] : behind(element.parentElement);
  return paint(under, getComputedStyle(element).backgroundColor);
};
const light = (colour) => {
  const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (element) => {
  const ground = behind(element);
  const [a, b] = [light(paint(ground, getComputedStyle(element).color)), light(ground)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
};

/** Text whose contrast with what is painted behind it is under 4.5. https://www.w3.org/TR/WCAG22/#contrast-minimum */
const lowContrast = () => {
  const low = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent.trim();
    if (text === '' || !element.checkVisibility() || element.closest('.unseen, noscript, .skip') !== null) continue;
    const ratio = contrast(element);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${text.slice(0, 40)}`);
  }
  return low;
};

/** Buttons and fields without a name that can be spoken. */
const nameless = () =>
  [...document.querySelectorAll('button, input, textarea, a')]
    .filter((element) => {
      const label = element.id === '' ? null : document.querySelector(`label[for="${element.id}"]`);
      return [element.textContent, element.getAttribute('aria-label'), label?.textContent].every((name) => (name ?? '').trim() === '');
    })
    .map((element) => element.outerHTML.slice(0, 80));

/** What an injected script would try; the page's policy must throw. */
const writeMarkup = () => {
  try {
    document.body.innerHTML = '<b>x</b>';
    return 'written';
  } catch (thrown) {
    return thrown.name;
  }
};

const breakRules = () => {
  const text = document.createElement('p');
  text.textContent = 'too pale, too wide';
  text.style.cssText = 'width: 3000px; color: #999; background: #aaa';
  document.body.append(text, document.createElement('button'));
};

globalThis.inspect = { overflowing, lowContrast, nameless, writeMarkup, breakRules };
