import type { NormalizedSchema } from '@smithy/core/schema';
import { createHost } from '../../../tabletop/range/protocol/host.ts';
import { describeService, requiredNames, type ClientModule, type OperationShape } from '../../../tabletop/range/protocol/service.ts';
import { asBytes } from '../../../tabletop/range/protocol/wire.ts';
import { awsPath, jsonRequest, wrongJson } from '../wire-sample.ts';

/** Over awsJson, which every service without REST answers: a missing required member is named, a wrong type is refused. */
export const refusals = async (client: ClientModule): Promise<readonly string[]> => {
  const shape = describeService(client);
  const host = createHost({
    bindings: [{ signingName: shape.signingName, load: () => Promise.resolve(client), implemented: () => true, serve: async () => ({}) }],
    requestId: () => 'request-1',
  });
  const says = async (operation: OperationShape, input: Parameters<typeof jsonRequest>[2]): Promise<string> => {
    const { status, body } = await host.handle(jsonRequest(shape, operation.name, input));
    return `${status} ${Buffer.from(await asBytes(body)).toString()}`;
  };
  const problems: string[] = [];
  const missing = async (operation: OperationShape): Promise<void> => {
    const answer = await says(operation, {});
    for (const name of requiredNames(operation.input))
      if (!answer.startsWith('400') || !answer.includes(`Value null at '${awsPath([name])}'`))
        problems.push(`${operation.name} lets ${name} be missing: ${answer}`);
  };
  const mistyped = async (operation: OperationShape, name: string, member: NormalizedSchema): Promise<void> => {
    const answer = await says(operation, { [name]: wrongJson(member) });
    if (!answer.startsWith('400') || !answer.includes('SerializationException'))
      problems.push(`${operation.name} takes ${JSON.stringify(wrongJson(member))} for ${name}: ${answer}`);
  };
  for (const name of shape.operations.keys()) {
    const operation = shape.operations.get(name);
    if (operation === undefined || operation.input.isUnitSchema()) continue;
    await missing(operation);
    for (const [member, schema] of operation.input.structIterator())
      if (!schema.isDocumentSchema()) await mistyped(operation, member, schema);
  }
  return problems;
};
