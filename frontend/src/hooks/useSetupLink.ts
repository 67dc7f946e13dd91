/** Keeps the address in step with the setup, so that it can be shared. Never a person's own text. */
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { queryOf } from '@/contexts/setup';
import { useSetup } from './useStores';

/** `tells`: the tab in view trains what the setup says. */
export function useSetupLink(tells: boolean): void {
  const query = useSetup(queryOf);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  useEffect(() => {
    if (!tells) return;
    const wanted = query ? `?${query}` : '';
    if (search !== wanted) navigate({ pathname, search: wanted }, { replace: true });
  }, [tells, query, search, pathname, navigate]);
}
