import type { Behaviour } from '../../behaviour.ts';

const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg';
const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
const documented = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'assumed', source });

export const LINEAGE_BEHAVIOURS: readonly Behaviour[] = [
  documented(
    'lineage-entities',
    'Jobs are trial components, data, images, artefacts and packages are artifacts, groups and endpoints contexts, deployments and approvals actions.',
    `${GUIDE}/lineage-tracking-entities.html`,
  ),
  assumed('lineage-now', 'The graph shows what is there now; AWS keeps entities of what was deleted.', `${GUIDE}/lineage-tracking.html`),
  documented(
    'lineage-depth',
    'QueryLineage goes 10 steps at most, from the start upwards, downwards or both.',
    `${API}/API_QueryLineage.html`,
  ),
  assumed(
    'lineage-start',
    'QueryLineage does not list the entities that it starts from.',
    `${API}/API_QueryLineage.html ("connected to the starting entities")`,
  ),
  documented('search-all-words', 'Search joins its filters with And unless Or is given.', `${API}/API_SearchExpression.html`),
  assumed('search-at-once', 'Search sees a change at once; AWS indexes it within minutes.', `${GUIDE}/experiments-search.html`),
];
