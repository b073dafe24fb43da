import type { Instant } from '../time.ts';
import { clockTime, secondsBetween } from '../time.ts';
import type { ConfigPeriod } from './asset.ts';

/** What look-ups found about one model behind a config. `undefined` anywhere: nobody knows, and what nobody knows is not good. */
export interface ModelSeen {
  readonly model: string;
  /** The model itself still exists. */
  readonly exists: boolean;
  readonly package?:
    | {
        readonly arn: string;
        readonly name: string;
        readonly status: string;
        readonly description?: string | undefined;
        readonly by?: string | undefined;
        readonly decidedAt?: Instant | undefined;
      }
    | undefined;
  readonly trained?: { readonly job: string; readonly at: Instant; readonly from: readonly string[] } | undefined;
  /** Recorded when it was registered, and what is there now; `now` absent: it is gone. */
  readonly artefact?: { readonly url: string; readonly recorded?: string | undefined; readonly now?: string | undefined } | undefined;
  readonly image?: { readonly digest: string; readonly exists: boolean } | undefined;
  readonly role?: { readonly name: string; readonly exists: boolean } | undefined;
}
/** One config of the history. `models` absent: the config was deleted, and AWS keeps no copy. */
export interface ConfigSeen {
  readonly config: string;
  readonly models?: readonly ModelSeen[] | undefined;
}
/** What is known to be bad. Without any of it, age proves nothing. */
export interface Bad {
  /** `s3://bucket/prefix/` of the poisoned data; empty: not known. */
  readonly data: readonly string[];
  readonly since?: Instant | undefined;
}
export interface Candidate {
  readonly config: string;
  readonly package: string | null;
  readonly verdict: 'yes' | 'no';
  /** Sentences; for a `no` the first is the reason. */
  readonly because: readonly string[];
}

const IN_SERVICE = 'it is the one in service';
const day = (instant: Instant): string => instant.slice(0, 10);
const moment = (instant: Instant): string => `${day(instant)} ${clockTime(instant)}`;
const overlaps = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
const fit = (sentence: string): Finding => ({ good: true, sentence });
const unfit = (sentence: string): Finding => ({ good: false, sentence });
interface Finding {
  readonly good: boolean;
  readonly sentence: string;
}

const approval = ({ package: found }: ModelSeen): Finding => {
  if (found === undefined) return unfit('comes from no model package: nothing says that anybody approved it');
  const by = `${found.decidedAt === undefined ? '' : ` ${day(found.decidedAt)}`}${found.by === undefined ? '' : ` by ${found.by}`}`;
  const why = found.description === undefined || found.description === '' ? '' : `: ${found.description}`;
  return found.status === 'Approved'
    ? fit(`approved${by}`)
    : unfit(`${found.status === 'Rejected' ? 'rejected' : `not approved (${found.status})`}${by}${why}`);
};

const lineage = ({ trained }: ModelSeen, { data, since }: Bad): Finding => {
  if (trained === undefined) return unfit('its training cannot be traced, so nobody knows whether the bad data is in it');
  const touched = data.length === 0 ? trained.from : trained.from.filter((prefix) => data.some((bad) => overlaps(prefix, bad)));
  if (data.length > 0 && touched.length === 0) return fit(`trained ${day(trained.at)} without the bad data`);
  const from = data.length === 0 ? '' : ` from the poisoned prefix ${touched.join(', ')}`;
  if (since === undefined) return unfit(`trained${from}, and nobody knows since when it is bad`);
  const days = Math.floor(secondsBetween(trained.at, since) / 86_400);
  return trained.at < since
    ? fit(`trained ${day(trained.at)}, ${days} days before the first bad (${moment(since)})`)
    : unfit(`trained ${moment(trained.at)}${from} (first bad ${moment(since)})`);
};

const artefact = ({ artefact: found }: ModelSeen): Finding => {
  if (found === undefined) return unfit('its artefact is not known');
  if (found.now === undefined) return unfit(`its artefact ${found.url} is gone`);
  if (found.recorded === undefined) return unfit(`nothing recorded says what ${found.url} held when it was registered`);
  return found.now === found.recorded
    ? fit('artefact unchanged since it was registered')
    : unfit(`its artefact ${found.url} was overwritten since it was registered`);
};
const image = ({ image: found }: ModelSeen): Finding => {
  if (found === undefined) return unfit('its container image has no recorded digest');
  return found.exists ? fit('image there') : unfit(`its container image ${found.digest} is gone`);
};
const role = ({ role: found }: ModelSeen): Finding =>
  found?.exists === true ? fit('role there') : unfit(`its execution role ${found?.name ?? ''} is gone`);

const judgeModel = (model: ModelSeen, bad: Bad): readonly Finding[] =>
  model.exists
    ? [approval(model), lineage(model, bad), artefact(model), image(model), role(model)]
    : [unfit(`its model ${model.model} was deleted`)];

const judge = ({ config, models }: ConfigSeen, current: string, bad: Bad): Candidate => {
  const findings =
    models === undefined || models.length === 0
      ? [unfit('its config was deleted, and AWS keeps no copy')]
      : models.flatMap((model) => judgeModel(model, bad));
  const serving = config === current ? [unfit(IN_SERVICE)] : [];
  const reasons = [...findings.filter(({ good }) => !good), ...serving];
  const all = reasons.length > 0 ? reasons : [...findings, fit('config kept')];
  return {
    config,
    package: models?.find((model) => model.package !== undefined)?.package?.name ?? null,
    verdict: reasons.length > 0 ? 'no' : 'yes',
    because: [...new Set(all.map(({ sentence }) => sentence))],
  };
};

/**
 * Where to roll back to, newest first: the first `yes` is the answer. "Previous" is not "good": a config counts only when every model
 * behind it was approved, is unchanged, can still be started, and was trained before, or without, what is bad.
 */
export const candidatesOf = (
  history: readonly ConfigPeriod[],
  seen: readonly ConfigSeen[],
  current: string,
  bad: Bad,
): readonly Candidate[] => {
  const newest = history.toSorted((a, b) => b.from.localeCompare(a.from)).map(({ config }) => config);
  return [...new Set([current, ...newest])].map((config) => judge(seen.find((one) => one.config === config) ?? { config }, current, bad));
};

export const lastGood = (candidates: readonly Candidate[]): Candidate | undefined => candidates.find(({ verdict }) => verdict === 'yes');

/** Nothing is wrong with what is in service, as far as we were told: then there is nothing to roll back, or we were told too little. */
export const isServingGood = (candidates: readonly Candidate[], current: string): boolean =>
  candidates.some(({ config, because }) => config === current && because.length === 1 && because[0] === IN_SERVICE);

/** `fraud-model/6  YES  approved 2026-11-02 by mlops; trained …` */
export const candidateLine = ({ config, package: name, verdict, because }: Candidate): string =>
  `${name ?? config}  ${verdict === 'yes' ? 'YES' : 'no'}  ${because.join('; ')}`;
