import assert from 'node:assert/strict';
import { PlotModel, plottableFields } from '../../../src/messages/plotModel';
import { plottedValue } from '../../../src/messages/plotLine';
import { createTree } from '../../support/treeFixture';

const start = 1_500_000_000;
const device = { connectionId: 'home', device: 'A1' };

function plotted(field: string, bodies: readonly object[], config?: string) {
  const fixture = createTree();
  if (config !== undefined) fixture.book.setSettings('A1', { config, display: {} });
  for (const body of bodies) fixture.add(body);
  const plot = new PlotModel(fixture, { field, devices: [device] });
  for (const message of fixture.store.log('home/A1')?.messages ?? []) plot.add(0, message);
  return { fixture, plot, model: plot.model() };
}

const uplink = (seqNumber: number, minutes: number, data: string) => ({
  device: 'A1',
  time: start + minutes * 60,
  seqNumber,
  data,
});

describe('PlotModel', () => {
  it('draws the values of a field in the order of time', () => {
    const { model } = plotted('t', [uplink(1, 0, '14'), uplink(2, 10, '15')], 't::uint:8');
    const [series] = model.series;
    assert.deepEqual(series?.values, [20, 21]);
    assert.deepEqual(series.timesMs, [start * 1_000, (start + 600) * 1_000]);
    assert.equal(series.newest, '21');
    assert.equal(model.summary, '2 values');
    assert.equal(model.title, 't of A1');
  });

  it('breaks the line half way where numbers did not come, and says which', () => {
    const { model } = plotted('t', [uplink(1, 0, '14'), uplink(5, 10, '15')], 't::uint:8');
    assert.deepEqual(model.series[0]?.values, [20, null, 21]);
    assert.deepEqual(model.series[0].gaps, [
      { fromMs: start * 1_000, toMs: (start + 600) * 1_000, label: '3 not seen (#2–#4)' },
    ]);
    assert.equal(model.summary, '2 values, 1 gap');
  });

  it('breaks the line at a message that cannot be decoded', () => {
    const bodies = [uplink(1, 0, '1414'), uplink(2, 10, '15'), uplink(3, 20, '1616')];
    const { model } = plotted('h', bodies, 't::uint:8 h::uint:8');
    assert.deepEqual(model.series[0]?.values, [20, null, 22]);
    assert.equal(model.series[0].gaps[0]?.label, 'no value');
  });

  it('puts a late message where it belongs in time', () => {
    const bodies = [uplink(1, 0, '14'), uplink(3, 20, '16'), uplink(2, 10, '15')];
    const { model } = plotted('t', bodies, 't::uint:8');
    assert.deepEqual(
      model.series[0]?.values.filter((value) => value !== null),
      [20, 21, 22],
    );
  });

  it('leaves out messages that have nothing to do with the field', () => {
    const { model } = plotted('temp', [
      { device: 'A1', time: start, temp: 20.5 },
      { device: 'A1', time: start + 60, other: 1 },
      { device: 'A1', time: start + 120, temp: '21.5' },
    ]);
    assert.deepEqual(model.series[0]?.values, [20.5, 21.5]);
  });

  it('says what to do when there is nothing to draw', () => {
    const { model } = plotted('t', []);
    assert.equal(model.isEmpty, true);
    assert.equal(
      model.summary,
      'No message has a number for "t" yet. Set a payload config, or choose another field.',
    );
  });

  it('writes a table in which no name is a formula and numbers are numbers', () => {
    const { plot, fixture } = plotted('t', [uplink(1, 0, '14')], 't::int:8');
    fixture.book.setName('A1', '=HYPERLINK("x")');
    assert.equal(
      plot.csv(),
      `"time","device","name","t"\r\n"2017-07-14T02:40:00.000Z","A1","'=HYPERLINK(""x"")",20\r\n`,
    );
  });

  it('offers the fields that have numbers', () => {
    const bodies = [uplink(1, 0, '1461626364')];
    const { fixture } = plotted('t', bodies, 't::uint:8 name::char:4');
    assert.deepEqual(plottableFields(fixture, [device]), [{ name: 't', label: 't' }]);
  });

  const values: [Parameters<typeof plottedValue>[0], number | undefined][] = [
    [true, 1],
    [12n, 12],
    ['-3.5', -3.5],
    ['', undefined],
    ['0x10', undefined],
    [Number.NaN, undefined],
    [undefined, undefined],
  ];
  for (const [value, point] of values) {
    it(`takes ${String(value)} as ${String(point)}`, () => {
      assert.equal(plottedValue(value), point);
    });
  }
});
