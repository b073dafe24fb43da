/** `INC-12`, `inc-12` or `12`; people say it on the phone. */
export const numberIn = (text: string, prefix: 'INC' | 'A'): number | undefined => {
  const digits = new RegExp(`^(?:${prefix}-)?([1-9]\\d{0,8})$`, 'i').exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
