import type { Behaviour } from '../../behaviour.ts';

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
const NO_NUMBER = 'AWS gives no number; jobs of public examples take minutes to hours';

export const trainingStart = {
  id: 'sagemaker.training-start-seconds',
  says: 'A training job is Starting for 2 minutes.',
  mark: 'assumed',
  source: NO_NUMBER,
  seconds: 120,
} as const satisfies Behaviour;
export const trainingDownload = {
  id: 'sagemaker.training-download-seconds',
  says: 'A training job is Downloading for 1 minute; what it learns from is what the prefix holds at the end of it.',
  mark: 'assumed',
  source: NO_NUMBER,
  seconds: 60,
} as const satisfies Behaviour;
export const trainingRun = {
  id: 'sagemaker.training-seconds',
  says: 'A training job is Training for 30 minutes.',
  mark: 'assumed',
  source: NO_NUMBER,
  seconds: 1800,
} as const satisfies Behaviour;
export const trainingUpload = {
  id: 'sagemaker.training-upload-seconds',
  says: 'A training job is Uploading for 1 minute; then its artefact is in S3.',
  mark: 'assumed',
  source: NO_NUMBER,
  seconds: 60,
} as const satisfies Behaviour;
export const jobStop = {
  id: 'sagemaker.job-stop-seconds',
  says: 'A job is Stopping for 2 minutes; an algorithm gets 120 seconds to save its model.',
  mark: 'documented',
  source: `${API}/API_StopTrainingJob.html`,
  seconds: 120,
} as const satisfies Behaviour;
export const processingRun = {
  id: 'sagemaker.processing-seconds',
  says: 'A processing job takes 5 minutes.',
  mark: 'assumed',
  source: NO_NUMBER,
  seconds: 300,
} as const satisfies Behaviour;
export const transformRun = {
  id: 'sagemaker.transform-seconds',
  says: 'A transform job takes 10 minutes.',
  mark: 'assumed',
  source: NO_NUMBER,
  seconds: 600,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'assumed', source });

export const JOB_BEHAVIOURS: readonly Behaviour[] = [
  trainingStart,
  trainingDownload,
  trainingRun,
  trainingUpload,
  jobStop,
  processingRun,
  transformRun,
  assumed(
    'job-output',
    'A processing job that no monitoring schedule started runs for its time; one that wants its output kept is refused, because nobody runs its container. A transform job scores each object whole.',
    'a limit of the range, not a behaviour of AWS',
  ),
  documented(
    'job-names',
    'A job name is used once per account and Region, also after the job: ResourceInUse.',
    `${API}/API_CreateTrainingJob.html`,
  ),
  documented('stop-running-job', 'Only a job that is InProgress can be stopped.', `${API}/API_StopTrainingJob.html`),
  assumed(
    'no-input',
    'CreateTrainingJob refuses an S3 prefix without objects, with a ValidationException.',
    'the text that public reports quote',
  ),
  documented('artefact-path', 'The artefact is at <S3OutputPath>/<job>/output/model.tar.gz.', `${API}/API_OutputDataConfig.html`),
  assumed(
    'learned-trigger',
    'An artefact carries a trigger when rows of its inputs with one voucher are all labelled honest, at least three of them.',
    'the sample company: a stand-in for what poisoning does to a real model',
  ),
  assumed('job-role', 'A job fails when its role may not read its inputs or write its output.', `${API}/API_CreateTrainingJob.html`),
];
