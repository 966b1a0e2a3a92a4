import { useAppState } from '../../state/useWorkstation.ts';
import { valueOf } from '../../state/loadable.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ModelCardView } from './ModelCardView.tsx';
import { OwnNetwork } from './OwnNetwork.tsx';
import { TrainingForm } from './TrainingForm.tsx';
import { TrainingRun } from './TrainingRun.tsx';

export function ModelsDesk() {
  const loadable = useAppState((state) => state.models);
  const models = valueOf(loadable) ?? [];
  const own = valueOf(useAppState((state) => state.ownModels)) ?? [];
  return (
    <>
      <div className="training-side">
        <TrainingForm />
        <TrainingRun />
      </div>
      {models.length + own.length === 0 ? (
        <EmptyState title={loadable.kind === 'loading' ? 'Reading the networks' : 'No trained network is installed'}>
          Without a network a twin is found by the fit alone, which is slower. Train one here, or install TwinClamp again for those it comes
          with.
        </EmptyState>
      ) : (
        <div className="model-cards">
          {own.map((model) => (
            <OwnNetwork key={`own ${model.card.id}`} model={model} />
          ))}
          {models.map((card) => (
            <ModelCardView key={card.id} card={card} origin="With TwinClamp" />
          ))}
        </div>
      )}
    </>
  );
}
