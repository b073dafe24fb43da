import type { Behaviour } from '../../behaviour.ts';

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
export const notebookStop = {
  id: 'sagemaker.notebook-stop-seconds',
  says: 'A notebook instance is Stopping for 2 minutes; nobody gets a URL of one that is not InService.',
  mark: 'assumed',
  source: `${API}/API_StopNotebookInstance.html (no number)`,
  seconds: 120,
} as const satisfies Behaviour;
export const NOTEBOOK_BEHAVIOURS: readonly Behaviour[] = [
  notebookStop,
  {
    id: 'sagemaker.notebook-url',
    says: 'Whoever may call CreatePresignedNotebookInstanceUrl works with the role of the notebook: the call is a management event.',
    mark: 'documented',
    source: `${API}/API_CreatePresignedNotebookInstanceUrl.html`,
  },
];
