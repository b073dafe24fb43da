import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { ErrorAnswer } from '../errors.ts';
import { asSchema, type SchemaRef, type ServiceShape } from '../service.ts';

/** 5: date-time, the default of awsQuery. Namespaces are written by hand around what this writes. */
const writer = new XmlShapeSerializer({ xmlNamespace: '', serviceNamespace: '', timestampFormat: { useTrait: true, default: 5 } });

/** The serializer names the root after the shape, so the shape is renamed. */
export const xmlOf = (root: string, names: readonly string[], members: readonly SchemaRef[], value: object): string => {
  writer.write(asSchema([3, '', root, 0, names, members]) as Parameters<typeof writer.write>[0], value);
  const text = writer.flush();
  return typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
};
export const escapedXml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** One element for awsQuery and restXml: a fixed head, then the modelled members. S3 has no wrapper, no Type and its request id inside. */
export const xmlError = (service: ServiceShape, answer: ErrorAnswer, code: string, isS3: boolean): string => {
  const head = isS3 ? ['Code', 'Message'] : ['Type', 'Code', 'Message'];
  const tail = isS3 ? ['RequestId'] : [];
  const taken = new Set([...head, ...tail].map((name) => name.toLowerCase()));
  const own = answer.schema[4]
    .map((name, index) => ({ name, member: answer.schema[5][index] ?? 0 }))
    .filter(({ name }) => !taken.has(name.toLowerCase()));
  const error = xmlOf(
    'Error',
    [...head, ...own.map(({ name }) => name), ...tail],
    [...head.map(() => 0), ...own.map(({ member }) => member), ...tail.map(() => 0)],
    {
      ...answer.members,
      Type: answer.status < 500 ? 'Sender' : 'Receiver',
      Code: code,
      Message: answer.message,
      RequestId: answer.requestId,
    },
  );
  return isS3
    ? error
    : `<ErrorResponse xmlns="${escapedXml(service.xmlNamespace ?? '')}">${error}<RequestId>${answer.requestId}</RequestId></ErrorResponse>`;
};
