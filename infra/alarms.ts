import { aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, Duration, type aws_sns as sns, type Stack } from 'aws-cdk-lib';

/** An alarm when there is more than `above`. Missing data is silence of a thing that speaks only when it is wrong. */
export const alarmOn = (
  stack: Stack,
  id: string,
  {
    metric,
    says,
    above = 0,
    topic,
  }: { readonly metric: cloudwatch.Metric; readonly says: string; readonly above?: number; readonly topic?: sns.ITopic },
): cloudwatch.Alarm => {
  const alarm = new cloudwatch.Alarm(stack, id, {
    alarmDescription: says,
    metric: metric.with({ period: Duration.minutes(1), statistic: 'Maximum' }),
    threshold: above,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  if (topic !== undefined) alarm.addAlarmAction(new actions.SnsAction(topic));
  return alarm;
};
