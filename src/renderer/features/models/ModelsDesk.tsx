import { useAppState } from '../../state/useWorkstation.ts';
import { valueOf } from '../../state/loadable.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ModelCardView } from './ModelCardView.tsx';

export function ModelsDesk() {
  const loadable = useAppState((state) => state.models);
  const models = valueOf(loadable) ?? [];
  if (models.length === 0) {
    return (
      <EmptyState title={loadable.kind === 'loading' ? 'Reading the networks' : 'No trained network is installed'}>
        Without a network a twin is found by the fit alone, which is slower. Networks belong in the folder resources/models; reinstall the app if it is empty.
      </EmptyState>
    );
  }
  return (
    <div className="model-cards">
      {models.map((card) => (
        <ModelCardView key={card.id} card={card} />
      ))}
    </div>
  );
}
