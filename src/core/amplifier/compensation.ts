/** What an amplifier cancels and corrects: as requested, or as its settings are. */
export interface Compensation {
  readonly fastCapacitancePf: number;
  readonly membraneCapacitancePf: number;
  readonly seriesResistanceMohm: number;
  readonly correctionPercent: number;
  readonly predictionPercent: number;
  readonly lagUs: number;
  readonly junctionPotentialMv: number;
  readonly offsetMv: number;
}
