import '../components';
import './example.css';
import './view';
