import type { CellModel } from '../../core/cell/cell-model.ts';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import type { StepGrid } from '../../core/simulate/step-grid.ts';
import { clampShader, DISPATCH_WORDS, WORKGROUP_CELLS, type ClampShader } from '../../core/simulate/wgsl/clamp-shader.ts';

/** WebGPU's constants by value: outside a browser they are not global. */
const STORAGE = 0x80;
const UNIFORM = 0x40;
const COPY_SRC = 0x04;
const COPY_DST = 0x08;
const MAP_READ = 0x01;
const MODE_READ = 0x01;

/** Steps of one dispatch: systems end a dispatch that holds the GPU for seconds. */
const STEPS_PER_DISPATCH = 256;

/** Ideal clamp of many cells at once on a WebGPU device. One simulator belongs to one protocol's grids. */
export class GpuClamp {
  private readonly model: CellModel;
  private readonly device: GPUDevice;
  private readonly shader: ClampShader;
  private readonly pipeline: GPUComputePipeline;
  private readonly hold: StepGrid;
  private readonly grid: StepGrid;

  private constructor(model: CellModel, device: GPUDevice, shader: ClampShader, pipeline: GPUComputePipeline, hold: StepGrid, grid: StepGrid) {
    this.model = model;
    this.device = device;
    this.shader = shader;
    this.pipeline = pipeline;
    this.hold = hold;
    this.grid = grid;
  }

  /**
   * @param hold steps of the hold before the protocol, whose current is not kept
   * @throws Error with the compiler's message when the device refuses the shader
   */
  static async create(device: GPUDevice, hold: StepGrid, grid: StepGrid, model: CellModel = DEFAULT_CELL): Promise<GpuClamp> {
    const shader = clampShader(model);
    // The compiler's messages tell more than the device's error, which is taken off here.
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ code: shader.code });
    const { messages } = await module.getCompilationInfo();
    await device.popErrorScope();
    const refused = messages.find(({ type }) => type === 'error');
    if (refused) throw new Error(`The GPU refused the kernel, line ${refused.lineNum}: ${refused.message}`);
    const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'clampCells' } });
    return new GpuClamp(model, device, shader, pipeline, hold, grid);
  }

  /** Largest number of cells whose currents fit the device's buffers at once. */
  get maxCells(): number {
    const { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupsPerDimension } = this.device.limits;
    const rows = Math.max(this.grid.dtMs.length, this.shader.preparedCount, this.model.states.length);
    return Math.min(Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize) / (4 * rows)), maxComputeWorkgroupsPerDimension * WORKGROUP_CELLS);
  }

  /**
   * @param cells values of each cell
   * @returns total current at the midpoints of the grid's steps, pA/pF, [step][cell]
   * @throws Error for no cells, more than maxCells, and whatever the device reports
   */
  async simulate(cells: readonly Float64Array[]): Promise<Float32Array<ArrayBuffer>> {
    const count = cells.length;
    if (count < 1 || count > this.maxCells) throw new Error(`Expected 1 to ${this.maxCells} cells for this GPU, got ${count}. Simulate them in parts.`);
    const { device } = this;
    device.pushErrorScope('out-of-memory');
    device.pushErrorScope('validation');
    const buffers: GPUBuffer[] = [];
    const buffer = (size: number, usage: number): GPUBuffer => {
      const made = device.createBuffer({ size: Math.max(16, size), usage });
      buffers.push(made);
      return made;
    };
    const filled = (data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>, usage: number): GPUBuffer => {
      const made = buffer(data.byteLength, usage | COPY_DST);
      device.queue.writeBuffer(made, 0, data);
      return made;
    };
    try {
      const terms = filled(this.terms(cells), STORAGE);
      const states = filled(startStates(this.model, count), STORAGE);
      const sink = buffer(4, STORAGE);
      this.run(count, this.hold, terms, states, () => ({ buffer: sink }), filled, false);
      const bytes = this.grid.dtMs.length * count * 4;
      const chunk = buffer(STEPS_PER_DISPATCH * count * 4, STORAGE | COPY_SRC);
      const result = buffer(bytes, MAP_READ | COPY_DST);
      this.run(count, this.grid, terms, states, () => ({ buffer: chunk }), filled, true, (encoder, firstStep, steps) => {
        encoder.copyBufferToBuffer(chunk, 0, result, firstStep * count * 4, steps * count * 4);
      });
      const invalid = await device.popErrorScope();
      const memory = await device.popErrorScope();
      const failed = invalid ?? memory;
      if (failed) throw new Error(`The GPU could not simulate ${count} cells: ${failed.message}`);
      await result.mapAsync(MODE_READ, 0, bytes);
      const current = new Float32Array(result.getMappedRange(0, bytes).slice(0));
      result.unmap();
      return current;
    } finally {
      for (const made of buffers) made.destroy();
    }
  }

  private run(
    count: number,
    grid: StepGrid,
    terms: GPUBuffer,
    states: GPUBuffer,
    current: () => GPUBufferBinding,
    filled: (data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>, usage: number) => GPUBuffer,
    record: boolean,
    after: (encoder: GPUCommandEncoder, firstStep: number, steps: number) => void = () => undefined,
  ): void {
    const { device, pipeline } = this;
    const total = grid.dtMs.length;
    const steps = filled(Float32Array.from({ length: 2 * total }, (_, i) => (i % 2 === 0 ? grid.commandMv[i >> 1] : grid.dtMs[i >> 1]) ?? NaN), STORAGE);
    for (let firstStep = 0; firstStep < total; firstStep += STEPS_PER_DISPATCH) {
      const many = Math.min(STEPS_PER_DISPATCH, total - firstStep);
      const words: Record<(typeof DISPATCH_WORDS)[number], number> = { cells: count, firstStep, steps: many, record: record ? 1 : 0 };
      const dispatch = filled(Uint32Array.from(DISPATCH_WORDS, (word) => words[word]), UNIFORM);
      const bound = [{ buffer: dispatch }, { buffer: steps }, { buffer: terms }, { buffer: states }, current()];
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: bound.map((resource, binding) => ({ binding, resource })) }));
      pass.dispatchWorkgroups(Math.ceil(count / WORKGROUP_CELLS));
      pass.end();
      after(encoder, firstStep, many);
      device.queue.submit([encoder.finish()]);
    }
  }

  private terms(cells: readonly Float64Array[]): Float32Array<ArrayBuffer> {
    const words = new Float32Array(this.shader.preparedCount * cells.length);
    cells.forEach((values, cell) => {
      this.shader.prepare(values).forEach((term, slot) => (words[slot * cells.length + cell] = term));
    });
    return words;
  }
}

function startStates(model: CellModel, count: number): Float32Array<ArrayBuffer> {
  const words = new Float32Array(model.states.length * count);
  model.initialState().forEach((value, state) => words.fill(value, state * count, (state + 1) * count));
  return words;
}
