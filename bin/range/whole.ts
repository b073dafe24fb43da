/** Whether a pattern says "or" outside of all brackets. */
const hasAlternatives = (pattern: string): boolean => {
  let [depth, isInClass] = [0, false];
  for (const [token] of pattern.matchAll(/\\.|[()[\]|]/gs)) {
    if (isInClass) isInClass = token !== ']';
    else if (token === '[') isInClass = true;
    else if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (token === '|' && depth === 0) return true;
  }
  return false;
};

/**
 * AWS compares the whole value. Models said so by saying nothing; newer ones put ^ in front and $ behind without looking, and `^a|b$` is
 * more than `a|b` was.
 */
export const whole = (pattern: string): string => {
  const [isBegun, isEnded] = [pattern.startsWith('^'), pattern.endsWith('$')];
  if (hasAlternatives(pattern)) return `^(?:${isBegun && isEnded ? pattern.slice(1, -1) : pattern})$`;
  return `${isBegun ? '' : '^'}${pattern}${isEnded ? '' : '$'}`;
};
/** Of a model whose patterns say by themselves where they begin and end. */
export const wholeIfAlternatives = (pattern: string): string =>
  pattern.startsWith('^') && pattern.endsWith('$') && hasAlternatives(pattern) ? whole(pattern) : pattern;
