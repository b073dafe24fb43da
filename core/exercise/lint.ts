import { didYouMean } from '../playbook/nearest.ts';
import { errorAt, warningAt, type LintFinding, type Path, type Problem } from '../playbook/problem.ts';
import { located } from '../playbook/read-playbook.ts';
import { expressionsIn } from '../playbook/template.ts';
import { secondsOf } from '../time.ts';
import { readScenario } from './read-scenario.ts';
import { POLICIES } from './policies.ts';
import type { Effect, Scenario } from './scenario.ts';
import { faultIn } from './vocabulary.ts';

/** Names that exist outside the file. */
export interface KnownWorld {
  readonly people: readonly string[];
  readonly roles: readonly string[];
  readonly endpoints: readonly string[];
  readonly versions: readonly string[];
  readonly samples: readonly string[];
  /** Calls that an effect may make. */
  readonly operations: readonly string[];
  /** First words of commands. */
  readonly verbs: readonly string[];
}

const expression = (path: Path, text: string | undefined, wanted: 'bool' | 'any' = 'bool', start = 0): readonly Problem[] => {
  const fault = text === undefined ? undefined : faultIn(text, wanted);
  return fault === undefined ? [] : [{ ...errorAt(path, 'expression', fault.sentence, fault.fix), within: start + fault.start }];
};
const oneOf = (path: Path, word: string, known: readonly string[], what: string): readonly Problem[] =>
  known.includes(word) ? [] : [errorAt(path, 'schema', `${word} is no ${what}.`, didYouMean(word, known, what))];
const templates = (path: Path, value: Parameters<typeof expressionsIn>[0]): readonly Problem[] =>
  expressionsIn(value, path).flatMap((found) => expression(found.path, found.text, 'any', found.start));

const effectProblems = (effects: readonly Effect[], path: Path, known: KnownWorld, planted: readonly string[]): readonly Problem[] =>
  effects.flatMap((effect, index) => {
    const here = [...path, index];
    switch (effect.kind) {
      case 'message':
        return [];
      case 'event':
        return oneOf([...here, 'sample'], effect.sample, known.samples, 'sample event');
      case 'fault':
        return [];
      case 'preserve':
      case 'lose':
        return oneOf([...here, 'evidence'], effect.evidence, planted, 'planted object');
      case 'call':
        return [
          ...oneOf([...here, 'operation'], effect.operation, known.operations, 'call that an effect may make'),
          ...oneOf([...here, 'as'], effect.as, known.roles, 'role'),
          ...templates([...here, 'input'], effect.input),
        ];
    }
  });

const duplicates = (list: readonly string[], path: Path, field: string): readonly Problem[] =>
  list.flatMap((id, index) =>
    list.indexOf(id) === index
      ? []
      : [errorAt([...path, index, field], 'duplicate-id', `${id} is there twice.`, 'Give each its own name.')],
  );

const plantedObjects = ({ planted }: Scenario): readonly string[] => planted.flatMap((one) => ('object' in one ? [one.evidence] : []));
const injectProblems = (scenario: Scenario, known: KnownWorld): readonly Problem[] => {
  const { injects, objectives, metadata } = scenario;
  const atMost = secondsOf(metadata.atMost);
  return injects.flatMap((inject, index) => {
    const path = ['injects', index];
    const late = 'at' in inject && secondsOf(inject.at) >= atMost;
    return [
      ...effectProblems(inject.do, [...path, 'do'], known, plantedObjects(scenario)),
      ...('when' in inject ? expression([...path, 'when'], inject.when) : []),
      ...(late ? [errorAt([...path, 'at'], 'unreachable', `It comes after the end (${metadata.atMost}).`, 'Move it, or the end.')] : []),
      ...(inject.objective === undefined
        ? []
        : oneOf(
            [...path, 'objective'],
            inject.objective,
            objectives.map(({ id }) => id),
            'objective',
          )),
    ];
  });
};

const worldProblems = ({ world }: Scenario, known: KnownWorld): readonly Problem[] => {
  const callers = Object.keys(world.callers);
  return [
    ...oneOf(['world', 'endpoint'], world.endpoint, known.endpoints, 'endpoint'),
    ...oneOf(['world', 'right'], world.right, Object.keys(world.versions), 'version of this scenario'),
    ...callers.flatMap((name) => oneOf(['world', 'callers', name], name, known.roles, 'role')),
    ...world.uncovered.flatMap((name, index) => oneOf(['world', 'uncovered', index], name, callers, 'caller of this scenario')),
    ...world.away.flatMap((name, index) => oneOf(['world', 'away', index], name, known.people, 'person')),
    ...Object.keys(world.colleagues).flatMap((name) => oneOf(['world', 'colleagues', name], name, known.people, 'person')),
    ...Object.keys(world.versions).flatMap((name) => oneOf(['world', 'versions', name], name, known.versions, 'version of a model')),
  ];
};

const weightProblems = ({ objectives, assertions }: Scenario): readonly Problem[] => {
  const sum = objectives.reduce((total, { weight }) => total + weight, 0);
  const unasserted = objectives.flatMap(({ id, measure }, index) =>
    measure === 'assertions' && !assertions.some(({ objective }) => objective === id)
      ? [errorAt(['objectives', index], 'unreachable', `Nothing can show that ${id} was reached.`, 'Add an assertion for it.')]
      : [],
  );
  return [
    ...(sum === 100 ? [] : [errorAt(['objectives'], 'schema', `The weights are ${sum} together.`, 'They must be 100.')]),
    ...unasserted,
    ...assertions.flatMap(({ expression: text, objective }, index) => [
      ...expression(['assertions', index, 'expression'], text),
      ...oneOf(
        ['assertions', index, 'objective'],
        objective,
        objectives.map(({ id }) => id),
        'objective',
      ),
    ]),
  ];
};

/** `"held" in world.chosen`, `world.chosen["d1"]`: a decision that does not exist is never chosen. */
const chosenNames = (text: string): readonly string[] =>
  Array.from(text.matchAll(/world\.chosen\[?\.?["']?([a-z][a-z0-9-]*)/g), ([, name]) => name ?? '');
const everyExpression = (scenario: Scenario): readonly (readonly [Path, string])[] => [
  ...scenario.injects.flatMap((inject, i): readonly (readonly [Path, string])[] =>
    'when' in inject ? [[['injects', i, 'when'], inject.when]] : [],
  ),
  ...scenario.decisions.map(({ when }, i) => [['decisions', i, 'when'], when] as const),
  ...scenario.traps.map(({ when }, i) => [['traps', i, 'when'], when] as const),
  ...scenario.assertions.map(({ expression: text }, i) => [['assertions', i, 'expression'], text] as const),
  ...scenario.end.map((text, i) => [['end', i], text] as const),
];

const peopleProblems = (scenario: Scenario, known: KnownWorld): readonly Problem[] => [
  ...scenario.decisions.flatMap(({ when, options }, index) => [
    ...expression(['decisions', index, 'when'], when),
    ...options.flatMap(({ do: effects = [] }, at) =>
      effectProblems(effects, ['decisions', index, 'options', at, 'do'], known, plantedObjects(scenario)),
    ),
    ...(options.some(({ score }) => score === 1)
      ? []
      : [warningAt(['decisions', index], 'schema', 'No answer is right.', 'Say so in the debrief, or give one the score 1.')]),
    ...duplicates(
      options.map(({ id }) => id),
      ['decisions', index, 'options'],
      'id',
    ),
  ]),
  ...scenario.hints.flatMap(({ when }, index) => expression(['hints', index, 'when'], when)),
  ...POLICIES.flatMap((policy) =>
    scenario.policies[policy].flatMap(({ when, command }, index) => [
      ...expression(['policies', policy, index, 'when'], when),
      ...oneOf(['policies', policy, index, 'command'], command.split(' ')[0] ?? '', known.verbs, 'command'),
      ...templates(['policies', policy, index, 'command'], command),
    ]),
  ),
];

/** Everything that is wrong with a scenario of the right shape. */
const problemsOf = (scenario: Scenario, known: KnownWorld): readonly Problem[] => {
  const decisions = scenario.decisions.map(({ id }) => id);
  const { choices = [] } = scenario;
  return [
    ...worldProblems(scenario, known),
    ...injectProblems(scenario, known),
    ...peopleProblems(scenario, known),
    ...weightProblems(scenario),
    ...scenario.traps.flatMap(({ when }, index) => expression(['traps', index, 'when'], when)),
    ...scenario.end.flatMap((text, index) => expression(['end', index], text)),
    ...duplicates(
      scenario.injects.map(({ id }) => id),
      ['injects'],
      'id',
    ),
    ...duplicates(decisions, ['decisions'], 'id'),
    ...duplicates(
      choices.map(({ step }) => step),
      ['choices'],
      'step',
    ),
    ...choices.flatMap(({ right, wrong }, index) =>
      right === wrong
        ? [
            errorAt(
              ['choices', index, 'wrong'],
              'schema',
              `${wrong} is the right answer, too.`,
              'Name the answer that looks right and is not.',
            ),
          ]
        : [],
    ),
    ...duplicates(
      scenario.objectives.map(({ id }) => id),
      ['objectives'],
      'id',
    ),
    ...duplicates(
      scenario.assertions.map(({ id }) => id),
      ['assertions'],
      'id',
    ),
    ...everyExpression(scenario).flatMap(([path, text]) => chosenNames(text).flatMap((name) => oneOf(path, name, decisions, 'decision'))),
    ...(scenario.traps.length === 0 ? [warningAt(['traps'], 'schema', 'There is no trap.', 'Add the wrong thing that looks right.')] : []),
    ...(scenario.injects.some((inject) => 'when' in inject)
      ? []
      : [warningAt(['injects'], 'schema', 'The world never answers what people do.', 'Give an inject a when.')]),
  ];
};

/** Lints one file. No finding of level `error`: it can be played. */
export const lintScenario = (text: string, file: string, known: KnownWorld): readonly LintFinding[] => {
  const read = readScenario(text, file);
  if (!read.ok) return read.findings;
  const name = /([^/]+)\.yaml$/.exec(file)?.[1];
  const { scenario, source } = read.value;
  const misnamed =
    name === undefined || name === scenario.metadata.id
      ? []
      : [
          errorAt(
            ['metadata', 'id'],
            'schema',
            `The file is called ${name}, the scenario ${scenario.metadata.id}.`,
            'Give both the same name.',
          ),
        ];
  return [...misnamed, ...problemsOf(scenario, known)]
    .map(located(file, source))
    .toSorted((a, b) => a.line - b.line || a.column - b.column || a.rule.localeCompare(b.rule));
};
