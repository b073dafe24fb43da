import { makeWorld, type World } from './world.ts';

/** A world in which the poisoned model was reported, evidence was taken and A-1 waits. */
export const asked = async (): Promise<World> => {
  const world = await makeWorld();
  await world.send('poisoned-training');
  await world.settled();
  return world;
};
export const stateOf = async (world: World) => {
  const [state] = await world.incidents();
  if (state === undefined) throw new Error('there is no incident');
  return state;
};
export const alarms = async (world: World): Promise<readonly string[]> => {
  await world.pass(1);
  await world.until(async () => (await stateOf(world)).alarms.length > 0, 60);
  return (await stateOf(world)).alarms.map(({ kind }) => kind);
};
export const untouched = async (world: World): Promise<void> => {
  await world.settled();
  expect(await world.calls('checkout-api')).toBe('answered');
  const { runs } = await stateOf(world);
  expect(runs.flatMap(({ steps }) => steps).filter(({ action, status }) => action.includes('quarantine') && status !== 'planned')).toEqual(
    [],
  );
};
