/** What does not come through, and never will: by service, the operation or error and why. */
export const LIMITS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  S3: {
    WriteGetObjectResponse:
      'it goes to a host of its own (S3 Object Lambda), which the client writes into the host name; the range has no such host',
  },
  CloudWatch: {
    DashboardNotFoundError: 'two classes share the query code ResourceNotFound, so the client cannot tell which one arrived',
  },
};
export const limitsOf = (id: string, names: readonly string[]): readonly string[] =>
  Object.keys(LIMITS[id] ?? {}).filter((name) => names.includes(name));
