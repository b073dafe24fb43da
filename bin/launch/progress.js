// Plain JavaScript, any Node >= 18: a bar that never falls silent, on stderr so that `cordon … | jq` works.
const WIDTH = 40;
/** Someone who sees nothing move for ten seconds presses Ctrl-C. */
const SILENCE_SECONDS = 5;

export const progress = (total, out = process.stderr) => {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const noted = new Set();
  let [done, dots, spoke] = [0, 0, began];
  const say = (text) => {
    out.write(text);
    spoke = Date.now();
  };
  const beat = setInterval(() => {
    if (Date.now() - spoke >= SILENCE_SECONDS * 1000) say(` ${seconds()} s `);
  }, 1000);
  say('  ');
  const upTo = (count) => {
    const more = Math.min(WIDTH, Math.floor((count / total) * WIDTH)) - dots;
    if (more <= 0) return;
    dots += more;
    say('.'.repeat(more));
  };
  return {
    /** Half a package: its description, or its content. */
    half: () => {
      done += 0.5;
      upTo(done);
    },
    /** Said once per text: fifty packages fail for one reason. */
    note: (text) => {
      if (!noted.has(text)) say(` (${text}) `);
      noted.add(text);
    },
    end: (ok) => {
      clearInterval(beat);
      if (ok) upTo(total);
      say(ok ? ` ${total}/${total}   ${seconds()} s\n` : ` stopped after ${seconds()} s\n`);
    },
  };
};
