import type { Behaviour } from '../../behaviour.ts';

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
const NO_NUMBER = 'AWS gives no number; steps of public examples begin within a minute';

export const pipelineStepStart = {
  id: 'sagemaker.pipeline-step-start-seconds',
  says: 'A pipeline step is Starting for 30 seconds before it calls anything.',
  mark: 'assumed',
  source: NO_NUMBER,
  seconds: 30,
} as const satisfies Behaviour;
export const pipelineLook = {
  id: 'sagemaker.pipeline-look-seconds',
  says: 'A pipeline notices at most a minute later that the job or endpoint of a step is done.',
  mark: 'assumed',
  source: NO_NUMBER,
  seconds: 60,
} as const satisfies Behaviour;
export const pipelineStop = {
  id: 'sagemaker.pipeline-stop-seconds',
  says: 'A pipeline execution is Stopping for 30 seconds.',
  mark: 'assumed',
  source: NO_NUMBER,
  seconds: 30,
} as const satisfies Behaviour;
export const stackDeploy = {
  id: 'sagemaker.stack-deploy-seconds',
  says: 'A stack of the sample company, where a scenario has one, deploys every 30 minutes and puts back what it declares: config and tags.',
  mark: 'assumed',
  source: 'the sample company',
  seconds: 1800,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'assumed', source });

export const PIPELINE_BEHAVIOURS: readonly Behaviour[] = [
  pipelineStepStart,
  pipelineLook,
  pipelineStop,
  stackDeploy,
  documented(
    'pipeline-callback-stop',
    'An execution with a running callback step stays Stopping until the step is answered.',
    `${API}/API_StopPipelineExecution.html`,
  ),
  assumed(
    'pipeline-stop-leaves',
    'Stopping an execution stops its jobs; what finished steps made stays, and an UpdateEndpoint that was sent goes on.',
    `${API}/API_StopPipelineExecution.html (does not say what becomes of an endpoint)`,
  ),
  documented(
    'pipeline-role',
    "A step calls with the pipeline's role, so a deny on that role fails the step.",
    'https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html',
  ),
  documented(
    'pipeline-retry',
    'Only an execution that failed or was stopped can be retried; its finished steps are not repeated.',
    `${API}/API_RetryPipelineExecution.html`,
  ),
  documented(
    'pipeline-token',
    'StartPipelineExecution with the same token answers the same execution.',
    `${API}/API_StartPipelineExecution.html`,
  ),
  assumed(
    'pipeline-delete-running',
    'A pipeline with an execution under way cannot be deleted: ConflictException.',
    `${API}/API_DeletePipeline.html`,
  ),
  assumed(
    'pipeline-names',
    'Jobs, models and configs of a step without a name are called pipelines-<execution>-<step>-<code>.',
    'names in public examples',
  ),
  documented(
    'pipeline-events',
    'Executions and steps tell every change of their status on the bus, in camel case.',
    'https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html',
  ),
];
