/** Every weight of the model: name, shape, count, and the sum. */
import type { Parameter } from '@/api/generated';
import { totalOf } from '@/contexts/parameterTable';

export function ParameterBreakdown({ parameters }: { parameters: readonly Parameter[] }) {
  return (
    <table className="parameters num">
      <caption>Every number that is learned</caption>
      <tbody>
        {parameters.map(({ name, shape, count }) => (
          <tr key={name}>
            <th scope="row" className="mono">
              {name.replace(/\.weight$/, '')}
            </th>
            <td>{shape.join(' × ')}</td>
            <td>{count.toLocaleString('en')}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">together</th>
          <td />
          <td>{totalOf(parameters).toLocaleString('en')}</td>
        </tr>
      </tfoot>
    </table>
  );
}
