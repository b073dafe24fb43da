const PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3', '-an'];
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const nameProblem = (name: string): string | undefined => {
  if (name.length < 3 || name.length > 63) return 'its length';
  if (!/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(name)) return 'its characters';
  if (name.includes('..')) return 'two periods in a row';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return 'an IP address';
  if (PREFIXES.some((prefix) => name.startsWith(prefix))) return 'its beginning';
  if (SUFFIXES.some((suffix) => name.endsWith(suffix))) return 'its end';
  return undefined;
};
