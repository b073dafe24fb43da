/** An address as a number with its width in bits, so that a mask is a shift. */
interface Address {
  readonly value: bigint;
  readonly bits: 32 | 128;
}

const ipv4 = (text: string): Address | undefined => {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (octets === undefined || octets.some((octet) => octet > 255)) return undefined;
  return { value: octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n), bits: 32 };
};

const ipv6 = (text: string): Address | undefined => {
  const halves = text.split('::');
  if (!text.includes(':') || halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return { value: groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n), bits: 128 };
};

const address = (text: string): Address | undefined => (text.length > 45 ? undefined : (ipv4(text) ?? ipv6(text)));

/** `undefined`: not a block that AWS accepts. AWS refuses the full width (/32, /128) too: write the address itself. */
export const cidrTest = (block: string): ((text: string) => boolean) | undefined => {
  const [base = '', mask = '', ...rest] = block.split('/');
  const net = address(base);
  if (net === undefined || rest.length > 0 || !/^\d{1,3}$/.test(mask) || Number(mask) >= net.bits) return undefined;
  const shift = BigInt(net.bits - Number(mask));
  return (text) => {
    const found = address(text);
    return found !== undefined && found.bits === net.bits && found.value >> shift === net.value >> shift;
  };
};
