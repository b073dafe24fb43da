import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference';

const documented = (id: string, says: string, source: string): Behaviour => ({
  id: `appconfigdata.${id}`,
  says,
  mark: 'documented',
  source,
});
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `appconfigdata.${id}`, says, mark: 'assumed', source });

export const APPCONFIGDATA_BEHAVIOURS: readonly Behaviour[] = [
  documented(
    'token',
    'Every answer carries the token of the next call; a token is good once and for 24 hours.',
    `${API}/API_appconfigdata_GetLatestConfiguration.html`,
  ),
  documented('unchanged', 'A configuration that the client has is answered empty.', `${API}/API_appconfigdata_GetLatestConfiguration.html`),
  documented(
    'interval',
    'A session that asks for a poll interval is refused before it has passed; without one, 60 seconds are recommended and nothing is refused.',
    `${API}/API_appconfigdata_StartConfigurationSession.html`,
  ),
  assumed(
    'nothing-deployed',
    'Where nothing was deployed yet, StartConfigurationSession is a ResourceNotFoundException.',
    `${API}/API_appconfigdata_StartConfigurationSession.html does not say`,
  ),
  assumed(
    'position',
    "Which part of the clients a session belongs to while a deployment grows follows from the session's id.",
    'AWS does not say how it picks',
  ),
];
