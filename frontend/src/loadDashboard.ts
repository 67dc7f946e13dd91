/** The dashboard's chunk, behind one import so that the landing page can fetch it early. */
export const loadDashboard = () => import('@/components/dashboard/Dashboard');
