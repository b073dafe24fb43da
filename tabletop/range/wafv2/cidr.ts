import * as z from 'zod';

// Not node:net: an exercise must not be able to open a socket.
const [V4, V6] = [z.ipv4(), z.ipv6()];
const isIPv4 = (text: string): boolean => V4.safeParse(text).success;
const isIPv6 = (text: string): boolean => V6.safeParse(text).success;

const v4 = (text: string): bigint => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
const v6 = (text: string): bigint => {
  const [head = '', tail] = text.split('::');
  const groups = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...zeros, ...last].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
};

interface Block {
  readonly version: 'IPV4' | 'IPV6';
  readonly base: bigint;
  readonly free: bigint;
}
/** `198.51.100.0/24` or `2001:db8::/32`; WAF takes every prefix but /0. Undefined: no such block. */
export const blockOf = (text: string): Block | undefined => {
  const [address = '', prefix = ''] = text.split('/');
  const bits = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('.') ? 128 : undefined;
  if (bits === undefined || !/^\d{1,3}$/.test(prefix) || Number(prefix) < 1 || Number(prefix) > bits) return undefined;
  const free = BigInt(bits - Number(prefix));
  return { version: bits === 32 ? 'IPV4' : 'IPV6', base: (bits === 32 ? v4(address) : v6(address)) >> free, free };
};

export const contains = (block: string, address: string): boolean => {
  const parsed = blockOf(block);
  if (parsed === undefined) return false;
  if (parsed.version === 'IPV4') return isIPv4(address) && v4(address) >> parsed.free === parsed.base;
  return isIPv6(address) && v6(address) >> parsed.free === parsed.base;
};
