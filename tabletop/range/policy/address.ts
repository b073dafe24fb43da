/** An address as bits, most significant first: 32 or 128 of them. `node:net` could do this, but the range opens no way to a network. */
const fromV4 = (text: string): string | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
};
/** Groups between colons; the very last of an address may be written as an IPv4 address. */
const groupsOf = (text: string, isEnd: boolean): readonly string[] | undefined => {
  if (text === '') return [];
  const groups = text.split(':').flatMap((group, index, all) => {
    const tail = isEnd && index === all.length - 1 && group.includes('.') ? fromV4(group) : undefined;
    if (tail !== undefined) return [tail.slice(0, 16), tail.slice(16)];
    return [/^[0-9a-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16).toString(2).padStart(16, '0') : ''];
  });
  return groups.includes('') ? undefined : groups;
};
const fromV6 = (text: string): string | undefined => {
  const [head = '', tail, more] = text.split('::');
  const [before, after] = [groupsOf(head, tail === undefined), groupsOf(tail ?? '', true)];
  if (more !== undefined || before === undefined || after === undefined) return undefined;
  const left = 8 - before.length - after.length;
  // `::` stands for one group of zeros at least; without it, all eight are written.
  if (tail === undefined ? left !== 0 : left < 1) return undefined;
  return [...before, '0'.repeat(16 * left), ...after].join('');
};
export const bitsOf = (address: string): string | undefined => (address.includes(':') ? fromV6(address) : fromV4(address));

/** Whether an address is in a network, e.g. `192.0.2.0/24`; undefined: that is no network. */
export const networkOf = (text: string): ((address: string) => boolean) | undefined => {
  const [, address = '', written] = /^([^/]+?)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = bitsOf(address);
  const length = written === undefined ? bits?.length : Number(written);
  if (bits === undefined || length === undefined || length > bits.length) return undefined;
  const prefix = bits.slice(0, length);
  return (given) => {
    const other = bitsOf(given);
    return other?.length === bits.length && other.startsWith(prefix);
  };
};
