import { GetParameterCommand, type PutParameterCommand } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import type { Cloud } from '../../core/action/cloud.ts';
import type { Assets } from '../../core/action/define.ts';
import { parameterName, type Asset, type Switch } from '../../core/asset/asset.ts';
import type { Arn, Target } from '../../core/asset/resource.ts';
import { oneLine, refuse } from '../refuse.ts';

/** The only two things that a switch may say. */
export const Position = z.enum(['on', 'off']);
export type Position = z.output<typeof Position>;
export type Reads = Cloud<typeof GetParameterCommand>;
export type Writes = Cloud<typeof GetParameterCommand | typeof PutParameterCommand>;

/** The switch as its asset's owner declared it. Any other parameter is somebody's setting, and none of ours. */
export const declaredSwitch = async (
  assets: Assets,
  asset: Arn,
  store: Arn,
): Promise<{ readonly asset: Asset; readonly found: Switch }> => {
  const known = await assets.find(asset);
  const found = known?.switches.find((one) => one.store === store);
  if (known?.adopted === true && found !== undefined) return { asset: known, found };
  throw refuse(
    'denied',
    `${parameterName(store)} may not be flipped`,
    known?.adopted === true ? `${known.name} declares no switch that is kept there` : `${asset} is not adopted in assets.yaml`,
    'npx cordon inventory list',
  );
};

/** Where the switch stands now. A parameter that says anything else is not the switch that was declared. */
export const positionOf = async (cloud: Reads, { arn }: Target): Promise<Position> => {
  const name = parameterName(arn);
  const { Parameter } = await cloud.call(GetParameterCommand, { Name: name });
  const position = Position.safeParse(Parameter?.Value);
  if (Parameter?.Name === name && Parameter.Type === 'String' && position.success) return position.data;
  // A SecureString comes encrypted, so nothing secret is repeated here; what is shown is bounded all the same.
  const says = `it is a ${Parameter?.Type ?? 'nothing'} that says "${oneLine(Parameter?.Value ?? '', 40)}"`;
  throw refuse('invalid', `${name} is not a switch`, `${says}; a switch is a String that says on or off`, 'npx cordon inventory list');
};

/** Type is left out: an existing parameter keeps its own. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export const putTo = ({ arn }: Target, position: Position) => ({ Name: parameterName(arn), Value: position, Overwrite: true });
