/** Before the first run: what will appear here, and the button that makes it happen. */
import { useChoice } from '@/hooks/useChoice';
import { StartHere } from './StartHere';

export function StageIdle() {
  const { recipe, context, contextIsCut } = useChoice();
  const interval = (recipe.eval_interval ?? 50).toLocaleString('en');
  return (
    <div className="stage">
      <h2>The model has not read a word yet</h2>
      <p className="stage-invitation">
        Every {interval} steps it will write a line here: first noise, then letters at the right
        rate, then pieces of words.
        {contextIsCut && ` Its context is ${context} characters because the text is short.`}
      </p>
      <StartHere />
    </div>
  );
}
