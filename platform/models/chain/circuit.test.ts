import { Circuit, type CircuitState } from './circuit.js';

let now: number;
let states: CircuitState[];
let circuit: Circuit;
beforeEach(() => {
  now = 1_000_000;
  states = [];
  circuit = new Circuit(
    (state) => states.push(state),
    () => now,
  );
});
const fail = (mayRest = true) => circuit.enter(mayRest)?.failed();
const succeed = (mayRest = true) => circuit.enter(mayRest)?.succeeded();
const failTimes = (times: number, mayRest = true) => {
  for (let made = 0; made < times; made += 1) fail(mayRest);
};

it('opens when half of at least five calls in 30 s failed, and not before', () => {
  failTimes(4);
  expect(circuit.state).toBe('closed');
  fail();
  expect(circuit.state).toBe('open');
  expect(circuit.enter(true)).toBeNull();
});

it('stays closed below the half, and forgets what is older than 30 s', () => {
  for (let made = 0; made < 6; made += 1) succeed();
  failTimes(5);
  expect(circuit.state).toBe('closed');
  now += 31_000;
  failTimes(4);
  expect(circuit.state).toBe('closed');
  now += 29_000;
  fail();
  expect(circuit.state).toBe('open');
});

it('lets one call probe after 5 s, and closes when it is answered', () => {
  failTimes(5);
  now += 4999;
  expect(circuit.enter(true)).toBeNull();
  now += 1;
  const probe = circuit.enter(true);
  expect(probe).not.toBeNull();
  expect(circuit.enter(true)).toBeNull();
  probe?.answered();
  expect(circuit.state).toBe('closed');
  expect(circuit.enter(true)).not.toBeNull();
  expect(states).toEqual(['open', 'half-open', 'closed']);
});

it('rests twice as long after each failed probe, a minute at most', () => {
  failTimes(5);
  for (const rest of [5, 10, 20, 40, 60, 60]) {
    now += rest * 1000 - 1;
    expect(circuit.enter(true)).toBeNull();
    now += 1;
    fail();
    expect(circuit.state).toBe('open');
  }
  now += 60_000;
  succeed();
  failTimes(5);
  now += 5000;
  expect(circuit.enter(true)).not.toBeNull();
});

it('probes again when a probe was cancelled', () => {
  failTimes(5);
  now += 5000;
  circuit.enter(true)?.dropped();
  expect(circuit.state).toBe('open');
  expect(circuit.enter(true)).not.toBeNull();
});

it('hears of each call once, and not of those that began before it opened', () => {
  const early = circuit.enter(true);
  failTimes(5);
  early?.succeeded();
  expect(circuit.state).toBe('open');
  now += 5000;
  const probe = circuit.enter(true);
  probe?.failed();
  probe?.succeeded();
  expect(circuit.state).toBe('open');
});

it('sheds where nothing else could answer: some calls always go through, and the first good one closes it', () => {
  failTimes(5, false);
  expect(circuit.state).toBe('shedding');
  const through = Array.from({ length: 10 }, () => circuit.enter(false)).filter((permit) => permit !== null);
  expect(through).toHaveLength(4);
  through[0]?.failed();
  expect(circuit.enter(false)).not.toBeNull();
  through[1]?.succeeded();
  expect(circuit.state).toBe('closed');
});

it('lets another call probe while the answer to the first one, which closed it, is still coming', () => {
  failTimes(5);
  now += 5000;
  const long = circuit.enter(true);
  long?.answered();
  failTimes(5);
  expect(circuit.state).toBe('open');
  now += 5000;
  const probe = circuit.enter(true);
  expect(probe).not.toBeNull();
  // What began before says nothing now, and frees no place for a second probe.
  long?.failed();
  expect(circuit.enter(true)).toBeNull();
  expect(circuit.state).toBe('half-open');
  probe?.answered();
  expect(circuit.state).toBe('closed');
});
