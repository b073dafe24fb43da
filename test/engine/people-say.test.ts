import { makeWorld } from './world.ts';

test('a person declares an incident, notes in it, and hears of it a second time', async () => {
  const world = await makeWorld();
  const opened = await world.command(
    'declare',
    { endpoint: 'assistant', what: 'it sold a car for one dollar\u202e', class: 'prompt-injection', sev: '1' },
    'cy',
  );
  expect(opened).toMatchObject({ exit: 0, data: { incident: 1, new: true } });
  expect(await world.command('declare', { endpoint: 'assistant', what: 'again' }, 'you')).toMatchObject({
    exit: 0,
    data: { incident: 1, new: false },
  });
  expect(await world.command('note', { incident: 'INC-1', text: 'support has taken the link off' }, 'dee')).toMatchObject({ exit: 0 });
  expect(await world.command('note', { incident: 'INC-7', text: 'x' }, 'dee')).toMatchObject({ exit: 6 });
  expect(await world.command('note', { incident: 'INC-1', text: 'x' }, '__proto__')).toMatchObject({ exit: 5 });
  expect(await world.command('declare', { endpoint: 'nb-train', what: 'x' }, 'cy')).toMatchObject({ exit: 6 });
  expect(await world.command('declare', { endpoint: 'assistant', what: 'x', class: 'party' }, 'cy')).toMatchObject({ exit: 2 });
  const [state] = await world.incidents();
  expect(state).toMatchObject({ opened: { sev: 1, incidentClass: 'prompt-injection', sevBecause: 'cy declared it' }, runs: [] });
  const { lines } = await world.command('timeline', { incident: 'INC-1', human: true }, 'you');
  expect(lines.join('\n')).toMatch(/dee +support has taken the link off/);
  expect(lines.join('')).not.toContain('\u202e');
  expect(await world.calls('partner-bot', 'assistant')).toBe('answered');
  await world.close();
});
