export { titledFailures, titleHeader } from '../errormap/titled';
