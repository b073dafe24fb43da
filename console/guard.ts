import type { MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';

/** Names under which a browser can reach a loopback listener without asking a name server that an attacker owns. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/;

const HEADERS: Readonly<Record<string, string>> = {
  // Trusted Types: an assignment to innerHTML anywhere in the page throws. https://www.w3.org/TR/trusted-types/
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cache-control': 'no-store',
};

/** On every answer, refusals included. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
};

const SAFE = new Set(['GET', 'HEAD']);

/**
 * Host: a foreign name that resolves to 127.0.0.1 is DNS rebinding. Origin: a page of another site, or of another port of this machine, may
 * not speak for a session. Browsers send `Sec-Fetch-Site` where they leave `Origin` out. https://fetch.spec.whatwg.org/#origin-header
 */
export const guard: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  if (!LOOPBACK.test(host)) {
    return problem(c, {
      status: 403,
      code: 'bad-host',
      message: 'This server answers only to 127.0.0.1, localhost and [::1]',
      hint: 'Open the address that npm start printed',
    });
  }
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const foreign = origin === undefined ? site === 'cross-site' || site === 'same-site' : origin !== `http://${host}`;
  // A link from elsewhere may open the page itself: it carries no data and no permission.
  const opensPage = c.req.path === '/' && SAFE.has(c.req.method) && c.req.header('sec-fetch-mode') === 'navigate';
  if (foreign && !opensPage) {
    return problem(c, {
      status: 403,
      code: 'bad-origin',
      message: 'A page from another origin may not talk to Cordon',
      hint: 'Use the page that this server serves, or the command line',
    });
  }
  return next();
};
