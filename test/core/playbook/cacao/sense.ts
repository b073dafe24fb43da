import { isObject, type JsonObject } from '../../../../core/json.ts';

/** Anything but a text is nothing that could be an id. */
const idOf = (value: unknown): string => (typeof value === 'string' ? value : '(no id)');
const NEXT = ['on_completion', 'on_success', 'on_failure', 'on_true', 'on_false'] as const;
const textsOf = (step: JsonObject): readonly string[] => [
  ...NEXT.flatMap((key) => (typeof step[key] === 'string' ? [step[key]] : [])),
  ...(Array.isArray(step['next_steps']) ? step['next_steps'].map(idOf) : []),
];
const stepsOf = (playbook: JsonObject): Readonly<Record<string, JsonObject>> =>
  Object.fromEntries(
    Object.entries(isObject(playbook['workflow']) ? playbook['workflow'] : {}).flatMap(([id, step]) =>
      isObject(step) ? [[id, step]] : [],
    ),
  );

const keysOf = (playbook: JsonObject, name: string): readonly string[] => (isObject(playbook[name]) ? Object.keys(playbook[name]) : []);
const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(idOf) : []);

/** What no schema says: references to nothing, steps that nobody reaches, circles, branches without an end of their own. */
export const senseless = (playbook: JsonObject): readonly string[] => {
  const steps = stepsOf(playbook);
  const roots = [
    idOf(playbook['workflow_start']),
    ...(playbook['workflow_exception'] === undefined ? [] : [idOf(playbook['workflow_exception'])]),
  ];
  const named = [...roots, ...Object.values(steps).flatMap(textsOf)];
  const dangling = named.filter((id) => steps[id] === undefined).map((id) => `${id} is not there`);
  const reached = new Set<string>();
  const circles: string[] = [];
  const walk = (id: string, way: readonly string[]): void => {
    if (way.includes(id)) circles.push(`${id} comes back to itself`);
    if (way.includes(id) || reached.has(id)) return;
    for (const next of textsOf(steps[id] ?? {})) walk(next, [...way, id]);
    reached.add(id);
  };
  for (const root of roots) walk(root, []);
  const lost = Object.keys(steps).filter((id) => !reached.has(id));
  const endOf = (id: string): string => {
    const { on_completion: always, on_success: good, type } = steps[id] ?? {};
    return type === 'end' ? id : endOf(idOf(always ?? good));
  };
  const branches =
    dangling.length > 0 || circles.length > 0
      ? []
      : Object.values(steps).flatMap((step) => [
          ...list(step['next_steps']),
          ...(typeof step['on_true'] === 'string' ? [step['on_true']] : []),
          ...(typeof step['on_false'] === 'string' ? [step['on_false']] : []),
        ]);
  const ends = [...branches.map(endOf), ...(dangling.length > 0 || circles.length > 0 ? [] : roots.map(endOf))];
  const shared = ends.filter((end, index) => ends.indexOf(end) !== index);
  const uses = Object.values(steps).flatMap((step) => [
    ...(step['agent'] === undefined ? [] : [[idOf(step['agent']), 'agent_definitions']]),
    ...list(step['targets']).map((id) => [id, 'target_definitions']),
    ...list(step['in_args']).map((id) => [id, 'playbook_variables']),
    ...list(step['out_args']).map((id) => [id, 'playbook_variables']),
    ...[...(typeof step['condition'] === 'string' ? step['condition'] : '').matchAll(/(__[\w-]+__):value/g)].map(([, id = '']) => [
      id,
      'playbook_variables',
    ]),
    ...(isObject(step['step_extensions']) ? Object.keys(step['step_extensions']).map((id) => [id, 'extension_definitions']) : []),
  ]);
  const marked = list(playbook['markings']).map((id) => [id, 'data_marking_definitions']);
  const undefinedOnes = [...uses, ...marked]
    .filter(([id = '', where = '']) => !keysOf(playbook, where).includes(id))
    .map(([id = '']) => `${id} is not defined`);
  return [
    ...dangling,
    ...circles,
    ...lost.map((id) => `${id} is never reached`),
    ...shared.map((id) => `${id} ends two branches`),
    ...undefinedOnes,
  ];
};
