import type { Behaviour } from '../behaviour.ts';

export const PROTOCOL_BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'protocol.signature',
    says: 'A SigV4 signature must be there, but it is not verified: only the key id, the Region and the session token are read. Hence the range listens on loopback only.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 'protocol.shapes',
    says: "Requests and answers are held to the SDK client's own runtime schemas: required members, types, unions; answers may not have unknown members.",
    mark: 'documented',
    source: 'the pinned @aws-sdk/client-* packages',
  },
  {
    id: 'protocol.validation-text',
    says: 'All problems of a request are named at once: "2 validation errors detected: Value null at \'x\' failed to satisfy constraint: Member must not be null; …".',
    mark: 'assumed',
    source: 'quoted in many public issues; no AWS page gives the text',
  },
  {
    id: 'protocol.constraints',
    says: "Lengths, bounds, patterns and enums of every input are those of AWS's public models; an enum's values are the pinned client's. A value that breaks one is refused before permission is asked.",
    mark: 'assumed',
    source:
      'https://github.com/aws/api-models-aws says the rules; that every service enforces each of them, and first, is not written anywhere',
  },
  {
    id: 'protocol.constraints-whole',
    says: 'A pattern with alternatives is held against the whole value, although the published model binds only its first and last alternative.',
    mark: 'assumed',
    source: 'the older form of the same models (https://github.com/boto/botocore) has the same patterns without ^ and $',
  },
  {
    id: 'protocol.constraints-missing',
    says: 'Bedrock Runtime is in none of the models at hand: of its inputs only required members and types are checked.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 'protocol.unsimulated',
    says: 'A member that would change the outcome in a way that is not simulated is answered NotImplemented (501), which AWS never says; it is not ignored.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 'protocol.unknown-operation',
    says: 'An operation that the range lacks is answered as AWS answers one that it lacks: UnknownOperationException, InvalidAction (query) or NotImplemented (S3).',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html',
  },
  {
    id: 'protocol.json-status',
    says: 'awsJson services answer errors with 400 or 500, whatever status the model names.',
    mark: 'assumed',
    source: 'https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html',
  },
  {
    id: 'protocol.lost-connection',
    says: 'A planned "timed out after effect" breaks the connection after the change was made and recorded; the SDK reports a TimeoutError in-process and a broken socket over HTTP.',
    mark: 'assumed',
    source: 'a fault of the range',
  },
];
