import type { Behaviour } from '../../behaviour.ts';

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg';

export const monitoringPending = {
  id: 'sagemaker.monitoring-pending-seconds',
  says: 'A monitoring schedule is Pending for 30 seconds after it was made, changed or started.',
  mark: 'assumed',
  source: 'the status is documented, its length is not',
  seconds: 30,
} as const satisfies Behaviour;
export const monitoringBuffer = {
  id: 'sagemaker.monitoring-buffer-seconds',
  says: 'A monitoring execution begins 10 minutes after its hour; AWS says up to 20.',
  mark: 'documented',
  source: `${API}/API_ScheduleConfig.html`,
  seconds: 600,
} as const satisfies Behaviour;
export const dataNamespace = {
  id: 'sagemaker.monitoring-data-namespace',
  says: 'Data quality metrics are in the namespace of the developer guide, feature_baseline_drift_<feature> by EndpointName and ScheduleName.',
  mark: 'documented',
  source: `${GUIDE}/model-monitor-interpreting-cloudwatch.html (samples write data-metrics)`,
  text: '/aws/sagemaker/Endpoints/data-metric',
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'assumed', source });

export const MONITORING_BEHAVIOURS: readonly Behaviour[] = [
  monitoringPending,
  monitoringBuffer,
  dataNamespace,
  documented(
    'monitoring-runs',
    'Every monitoring execution is a processing job that says in MonitoringScheduleArn what it is for and in ExitMessage what it found.',
    `${API}/API_DescribeProcessingJob.html`,
  ),
  documented(
    'monitoring-no-event',
    'A violation is no event of its own: the processing job ends as Completed.',
    `${GUIDE}/model-monitor-interpreting-results.html`,
  ),
  documented(
    'monitoring-violations-file',
    'Violations are in constraint_violations.json below the output of the schedule.',
    `${GUIDE}/model-monitor-interpreting-violations.html`,
  ),
  documented(
    'monitoring-drift-threshold',
    'A feature violates its baseline when its distance is above 0.1, the default.',
    `${GUIDE}/model-monitor-byoc-constraints.html`,
  ),
  assumed(
    'monitoring-no-data',
    'An execution whose hour captured nothing is Failed with "Job inputs had no data", without a job.',
    'the text that public reports quote',
  ),
  assumed('monitoring-delete-running', 'A schedule with an execution under way cannot be deleted.', 'public reports'),
  assumed(
    'monitoring-event',
    'A schedule tells its state as SageMaker Monitoring Schedule State Change with name, ARN and status.',
    'the name is documented, no sample is',
  ),
  assumed(
    'monitoring-quality',
    'Accuracy falls by half of what the answers are off their baseline, parity by twice of what approvals are off, NDCG by the worst feature.',
    'the sample company: a stand-in for computing them',
  ),
];
