import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/appconfig/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/appconfig/latest/userguide';

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `appconfig.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `appconfig.${id}`, says, mark: 'assumed', source });

export const APPCONFIG_BEHAVIOURS: readonly Behaviour[] = [
  documented(
    'strategy',
    'A deployment reaches its clients in steps over its duration, linear or exponential, then bakes, then is COMPLETE.',
    `${GUIDE}/appconfig-creating-deployment-strategy.html`,
  ),
  documented(
    'predefined',
    'AppConfig.AllAtOnce reaches everybody at once and bakes for 10 minutes.',
    `${GUIDE}/appconfig-creating-deployment-strategy-predefined.html`,
  ),
  documented(
    'one-at-a-time',
    'While an environment deploys or bakes, another StartDeployment is a ConflictException.',
    `${GUIDE}/appconfig-deploying.html`,
  ),
  documented(
    'stop',
    'StopDeployment rolls back what is under way; with AllowRevert it takes back what was completed within 72 hours; anything else is a BadRequestException.',
    `${API}/API_StopDeployment.html`,
  ),
  assumed(
    'stop-at-once',
    'Rolling back and reverting are done when StopDeployment answers.',
    `${API}/API_StopDeployment.html (ROLLING_BACK, no time given)`,
  ),
  documented(
    'hosted',
    'A hosted version has the next number; LatestVersionNumber that is not the latest is a ConflictException.',
    `${API}/API_CreateHostedConfigurationVersion.html`,
  ),
  documented(
    'flags',
    'A feature flag document has flags and values; one that breaks its schema is a BadRequestException.',
    `${GUIDE}/appconfig-type-reference-feature-flags.html`,
  ),
  assumed(
    'flags-depth',
    'Of a feature flag document its version, names and enabled are checked; attributes, constraints and variants are not.',
    'a limit of the range, not a behaviour of AWS',
  ),
  assumed(
    'scope',
    'Stored configurations elsewhere, validators, extensions, monitors, keys and tags do not exist.',
    'a limit of the range, not a behaviour of AWS',
  ),
];
