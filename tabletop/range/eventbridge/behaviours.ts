import type { Behaviour } from '../behaviour.ts';

export const EVENTBRIDGE_BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'eventbridge.put',
    says: "PutEvents puts an application's events on the default bus at once; the account is the caller's, whatever the event says.",
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html',
  },
  {
    id: 'eventbridge.refused-entries',
    says: 'An entry with a source that begins with aws., without detail type, or with a detail that is no JSON object fails alone; the call succeeds.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html',
  },
  {
    id: 'eventbridge.one-bus',
    says: 'There is one bus and no rules: every subscriber of the range gets every event.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
];
