import { isObject, type Json } from '../../core/json.ts';

export { awsCommand, dashed } from '../../core/report/aws-command.ts';

/** Every text in a value, changed. */
export const mapTexts = (json: Json, change: (text: string) => string): Json => {
  if (typeof json === 'string') return change(json);
  if (Array.isArray(json)) return json.map((item: Json) => mapTexts(item, change));
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, item === undefined ? item : mapTexts(item, change)]));
};
