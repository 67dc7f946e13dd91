/** Keeps the address in step with the setup, so that it can be shared. Never a person's own text. */
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { queryOf } from '@/contexts/setup';
import { useSetup } from './useStores';

export function useSetupLink(): void {
  const query = useSetup(queryOf);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  useEffect(() => {
    const wanted = query ? `?${query}` : '';
    if (search !== wanted) navigate({ pathname, search: wanted }, { replace: true });
  }, [query, search, pathname, navigate]);
}
