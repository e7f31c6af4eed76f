import { answer } from '../jobs/in-worker.ts';
import { drillOne } from './drill-one.ts';

answer(drillOne);
