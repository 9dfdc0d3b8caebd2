import '../components';
import './list.css';
import './view';
