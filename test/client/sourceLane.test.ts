import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { LaneLook } from '../../src/engine/lanes/laneLook';
import { LaneStock } from '../../src/engine/lanes/laneStock';
import type { Phase } from '../../src/engine/model/job/phase';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { openPlan, PlanWriter, readPlan } from '../../src/engine/plan/planFile';
import { selectSources } from '../../src/engine/plan/selection';
import { Walker } from '../../src/engine/plan/walk';
import { compareSources } from '../../src/engine/reading/compareSources';
import { SourceTrees } from '../../src/engine/reading/sourceTrees';
import { BUNDLES } from '../support/bundles';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { startedThreads } from '../support/startedThreads';
import { folder, link, makeTree, type TreeLiteral } from '../support/tree';

/** What the number of a thread is that has ended. */
const ENDED = -1;

/** A planned source, and a lane that looks at it once more when it is told to. */
function plannedSource(tree: TreeLiteral) {
  const root = scratchFolder();
  const source = join(root, 'source');
  mkdirSync(join(root, 'plan'));
  makeTree(root, { source: tree });
  const sources = selectSources(nodeFileSystem, [source]);
  const [parent, planFolder] = [nodeFileSystem.openFolder(root), nodeFileSystem.openFolder(join(root, 'plan'))];
  const lanes = new LaneStock(BUNDLES.lane);
  onTestFinished(async () => {
    await lanes.close();
    parent.close();
    planFolder.close();
  });
  const plan = new PlanWriter(planFolder);
  const walker = new Walker({ found: (item) => plan.add(item), checkpoint: () => {} }, []);
  for (const each of sources) walker.walk(parent, each);
  plan.freeze();
  return {
    source,
    lookInline: () => compareSources(readPlan(planFolder), new SourceTrees(nodeFileSystem, sources)),
    lookOnLane: (shared = new SharedState()) => new LaneLook({ lanes, shared, sources, plan: openPlan(planFolder) }),
  };
}

describe('R3: the sources looked at once more on a lane', () => {
  test('are found as they would be on the thread of the engine', async () => {
    const tree = {
      same: 'x',
      gone: 'x',
      written: 'x',
      mode: 'x',
      replaced: 'x',
      'by\udcff\udcfetes': 'x',
      l: link('same'),
    };
    const { source, lookInline, lookOnLane } = plannedSource({ ...tree, inner: folder({ file: 'y' }) });
    rmSync(join(source, 'gone'));
    writeFileSync(join(source, 'written'), 'longer');
    chmodSync(join(source, 'mode'), 0o600);
    rmSync(join(source, 'replaced'));
    symlinkSync('same', join(source, 'replaced'));
    rmSync(join(source, 'inner'), { recursive: true });
    const look = lookOnLane();
    const statement = await look.statement;
    await look.close();
    expect(statement).toEqual(lookInline());
    expect(statement?.differences.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['source/gone', 'source/written', 'source/mode', 'source/replaced', 'source/inner']),
    );
  });

  test('are not looked at for a job that is cancelled', async () => {
    const { lookOnLane } = plannedSource({ a: 'x' });
    const shared = new SharedState();
    shared.setControl('cancelKeep');
    const look = lookOnLane(shared);
    await look.close();
    expect(await look.statement).toBeUndefined();
  });
});

describe('a job whose sources are worth a lane', () => {
  /** Copies 2001 items; something happens when a phase begins, while the lane is at work. */
  async function copyMany(onPhase: (phase: Phase, shared: SharedState) => void) {
    const root = scratchFolder();
    makeTree(root, { source: Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`f${index}`, ''])) });
    const shared = new SharedState();
    const request = requestFor([join(root, 'source')], join(root, 'out'), { records: { write: false } });
    const options = { lanePath: BUNDLES.lane, shared, onPhase: (phase: Phase) => onPhase(phase, shared) };
    return runEngine(request, options);
  }

  test('has its statement, and no thread is left', async () => {
    const threads = startedThreads();
    const { summary } = await copyMany(() => {});
    expect(summary).toMatchObject({ status: 'complete', sourceStatement: { items: 2_001, differed: 0, notSeen: 0 } });
    expect(new Set(threads.map(({ threadId }) => threadId))).toEqual(new Set([ENDED]));
  });

  test('has the same statement where the lane dies over it', async () => {
    const threads = startedThreads();
    const { summary } = await copyMany((phase) => {
      if (phase === 'validating') for (const thread of threads) void thread.terminate();
    });
    expect(summary).toMatchObject({ status: 'complete', sourceStatement: { items: 2_001, differed: 0, notSeen: 0 } });
  });

  test('has the same statement where it is told to stop when it cannot be cancelled any more', async () => {
    const { summary } = await copyMany((phase, shared) => {
      if (phase === 'recording') shared.setControl('cancelKeep');
    });
    expect(summary).toMatchObject({ status: 'complete', sourceStatement: { items: 2_001, differed: 0, notSeen: 0 } });
  });

  test('ends as cancelled, with no thread left, where it is cancelled meanwhile', async () => {
    const threads = startedThreads();
    const { summary } = await copyMany((phase, shared) => {
      if (phase === 'validating') shared.setControl('cancelRemove');
    });
    expect(summary).toMatchObject({ status: 'cancelled', stagingDir: null });
    expect(new Set(threads.map(({ threadId }) => threadId))).toEqual(new Set([ENDED]));
  });
});
