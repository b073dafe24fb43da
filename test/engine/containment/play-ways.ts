// node play-ways.ts <name> …    plays these ways over the tree that this file stands in, and says as JSON which of them did not hold
import { holds } from './hold.ts';
import { play, type Seen } from './play.ts';
import { WAYS } from './ways.ts';

const wrong: { readonly name: string; readonly seen: Seen | string }[] = [];
for (const name of process.argv.slice(2)) {
  const way = WAYS.find((one) => one.name === name);
  if (way === undefined) throw new Error(`there is no way ${name}`);
  const seen = await play(way).catch((thrown: unknown) => String(thrown));
  if (typeof seen === 'string' || !holds(way, seen)) wrong.push({ name, seen });
}
process.stdout.write(`${JSON.stringify(wrong)}\n`);
process.exit(0);
