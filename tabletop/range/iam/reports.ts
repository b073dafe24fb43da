import { authorizationDetails } from './authorization-details.ts';
import { LAST_ACCESSED_OPERATIONS } from './last-accessed.ts';
import { simulate } from './simulate.ts';

/** What tells about the policies of others, and changes nothing. */
export const REPORT_OPERATIONS = {
  ...LAST_ACCESSED_OPERATIONS,
  GetAccountAuthorizationDetails: authorizationDetails,
  SimulatePrincipalPolicy: simulate,
} as const;
