/** The one question the page may be asking. */
import { ConfirmDialog } from '@/components/shared/ConfirmDialog';
import { useUIContext } from '@/contexts/UIContext';
import { useUi } from '@/hooks/useStores';

export function QuestionDialog() {
  const ui = useUIContext();
  const question = useUi((state) => state.question);
  const close = () => ui.setState({ question: null });
  return (
    <ConfirmDialog
      open={question !== null}
      title={question?.title ?? ''}
      safeLabel={question?.safeLabel ?? ''}
      confirmLabel={question?.confirmLabel ?? ''}
      onSafe={close}
      onConfirm={() => {
        close();
        question?.onConfirm();
      }}
      other={
        question?.other && {
          label: question.other.label,
          onPress: () => {
            close();
            question.other?.onPress();
          },
        }
      }
    >
      {question?.text}
    </ConfirmDialog>
  );
}
