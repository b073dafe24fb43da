import type { JsonObject } from '../../../core/json.ts';
import type { World } from '../world.ts';
import { policiesOf, type Role, type User } from './state.ts';

/** A policy that somebody carries, by the name under which IAM shows it. */
export interface Carried {
  readonly name: string;
  readonly document: JsonObject;
  /** Absent: inline. */
  readonly arn?: string;
}
/** As they are stored, whatever the authoriser already knows. */
export const documentsOf = (world: World, principal: Role | User | undefined): readonly Carried[] =>
  principal === undefined
    ? []
    : [
        ...principal.attached.flatMap((arn) => {
          const policy = policiesOf(world).get(arn);
          return policy === undefined ? [] : [{ name: policy.name, document: policy.document, arn }];
        }),
        ...Object.entries(principal.inline ?? {}).map(([name, document]) => ({ name, document })),
      ];
