/** Every number that is learned, matrix by matrix. */
import { parameterCount, parameterParts, type Shape } from '@/lab/size';
import { count } from './figures';

export function ParameterTable({ shape, vocabSize }: { shape: Shape; vocabSize: number }) {
  return (
    <table className="lab-parameters num">
      <caption>
        <b>{count(parameterCount(shape, vocabSize))}</b> parameters
      </caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Matrix</th>
          <th scope="col">What it holds</th>
          <th scope="col">Size</th>
          <th scope="col">Numbers</th>
        </tr>
      </thead>
      <tbody>
        {parameterParts(shape, vocabSize).map(
          ({ name, says, shape: [rows, columns], times, count: n }) => (
            <tr key={name}>
              <th scope="row" className="mono">
                {name}
              </th>
              <td>{says}</td>
              <td>
                {times > 1 && `${times} · `}
                {rows} × {columns}
              </td>
              <td>{count(n)}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}
