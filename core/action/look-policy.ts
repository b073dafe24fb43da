import { iamActionsOfOperation } from './iam.ts';

interface LookStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: '*' | readonly string[];
}
export interface LookPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly LookStatement[];
}

const sidOf = (service: string): string => `CordonLooks${service.charAt(0).toUpperCase()}${service.slice(1).replaceAll(/[^a-z0-9]/g, '')}`;

/**
 * The policy of a role that makes these calls and no others, one statement for each service. On everything, because a look follows an
 * endpoint to models, packages, buckets and roles that nobody knows before it has looked. `only`: ARNs by service where they are known.
 */
export const lookPolicy = (operations: readonly string[], only: Readonly<Record<string, readonly string[]>> = {}): LookPolicy => {
  const actions = [...new Set(operations.flatMap(iamActionsOfOperation))].toSorted();
  const services = [...new Set(actions.map((action) => action.split(':')[0] ?? ''))];
  return {
    Version: '2012-10-17',
    Statement: services.map((service) => ({
      Sid: sidOf(service),
      Effect: 'Allow',
      Action: actions.filter((action) => action.startsWith(`${service}:`)),
      Resource: only[service] ?? '*',
    })),
  };
};
